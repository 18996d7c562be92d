/** What every page loads: small helps for pages that work without them. */

import { openCardsInPlace } from "./site/cards.ts";
import { showPicturesWhenOpened } from "./site/pictures.ts";
import { focusSearchOnSlash } from "./site/shortcut.ts";
import { suggestInFields } from "./site/suggest.ts";
import { makeTablesSortable } from "./site/tables.ts";

focusSearchOnSlash(document);
suggestInFields(document);
makeTablesSortable(document);
openCardsInPlace(document);
showPicturesWhenOpened(document);
