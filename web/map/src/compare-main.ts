// The page of two recordings side by side.
import "leaflet/dist/leaflet.css";
import "./style.css";
import "./style-map.css";
import "./style-side.css";
import "./style-timeline.css";
import "./style-why.css";
import "./style-narrow.css";
import "./style-compare.css";
import { CompareApp } from "./compare-app";

new CompareApp().start();
