/** The way in: one application, three views. */

import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "@/App.vue";
import { i18n } from "@/words";
import { router } from "@/router";
import "@/shared/tokens.css";
import "@/shared/base.css";

createApp(App).use(createPinia()).use(i18n).use(router).mount("#app");
