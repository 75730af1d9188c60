import { printSettings } from '#libs/host/service';
import { ANCHOR_NEEDS, anchorEnvironment } from './environment.js';

// A program of its own: `cairn config` starts it to learn what anchor would read.
printSettings(anchorEnvironment, ANCHOR_NEEDS);
