import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { startRouter } from "./lib/router.svelte";
import { loadSession } from "./lib/session.svelte";

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has no #app");
startRouter();
void loadSession();
mount(App, { target });
