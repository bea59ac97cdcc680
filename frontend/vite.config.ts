import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vite";
import { phoneShell } from "./phone-shell.ts";

const shell = phoneShell();
const service = process.env.CALLCENTER_SERVICE ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [
    vue(),
    shell.plugin,
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      // The desk's pages are never served from a cache: they are always as new as the service.
      scope: "/phone",
      manifest: {
        name: "居家养老呼叫中心",
        short_name: "呼叫中心",
        lang: "zh-CN",
        start_url: "/phone",
        scope: "/",
        display: "standalone",
        orientation: "portrait",
        theme_color: "#1f5fbf",
        background_color: "#f3f6f8",
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      workbox: {
        // The shell alone is kept. Nothing of /api ever is: an old list of calls must not pass for a quiet day.
        globPatterns: ["**/*.{js,css,html,svg,png,webmanifest}"],
        manifestTransforms: [(files) => ({ manifest: files.filter((one) => shell.isNeeded(one.url)) })],
        importScripts: ["/notification-click.js"],
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/(api|docs|openapi\.json|healthz|readyz|metrics)/],
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    outDir: fileURLToPath(new URL("../callcenter/static", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1300,
  },
  server: { proxy: { "/api": { target: service, ws: true } } },
});
