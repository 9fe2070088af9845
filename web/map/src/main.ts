// The page: starts everything, and hands what the village says to what shows it.
import "leaflet/dist/leaflet.css";
import "./style.css";
import "./style-map.css";
import "./style-side.css";
import "./style-thinking.css";
import "./style-timeline.css";
import "./style-why.css";
import "./style-happen.css";
import "./style-news.css";
import "./style-narrow.css";
import { App } from "./app";

new App().start();
