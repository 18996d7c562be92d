/** The graph browser: things and statements as a picture, each line with its evidence, every step in one log. */

import { Browser } from "./graph/browser.ts";

const place = document.getElementById("browser");
if (place) new Browser(document, place).start();
