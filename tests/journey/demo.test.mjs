// The demo city from nothing: its exact totals, then what people do with it, then the proofs. One stack of its own, and
// the tests run in this order.
import {after} from 'node:test';

import {makeCity} from '../../deploy/local/demo/city.mjs';
import {makeFeed} from '../../deploy/local/demo/feed.mjs';
import {access} from './parts/access.mjs';
import {decisions} from './parts/decisions.mjs';
import {proofs, repeats} from './parts/proofs.mjs';
import {refusals} from './parts/refusals.mjs';
import {openStack, purge, up} from './parts/stack.mjs';
import {totals} from './parts/totals.mjs';
import {uploads} from './parts/uploads.mjs';

after(purge);
const story = await up();
const stack = openStack();
const city = makeCity();
const feed = makeFeed(city);

totals(stack, city, feed, story);
repeats(stack, story);
access(stack, city, feed);
refusals(stack);
uploads(stack, city, feed);
decisions(stack, city, feed);
proofs(stack);
