// How the client is built and, for development, served beside a running village (`taoyuan serve`).
import { defineConfig } from "vite";

const VILLAGE = "http://127.0.0.1:8000";
const SERVED_BY_THE_VILLAGE = ["/api", "/art", "/tiles"];

export default defineConfig({
  build: {
    // Small pictures stay files: a strict content security policy has no data: addresses.
    assetsInlineLimit: 0,
    // The village, or one recording of it; and two recordings side by side.
    rollupOptions: { input: ["index.html", "compare.html"] },
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: {
    proxy: {
      ...Object.fromEntries(SERVED_BY_THE_VILLAGE.map((path) => [path, VILLAGE])),
      "/ws": { target: VILLAGE, ws: true },
    },
  },
});
