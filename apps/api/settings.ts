import { printSettings } from '#libs/host/service';
import { API_NEEDS, apiEnvironment } from './configuration.js';

// A program of its own: `cairn config` starts it to learn what api would read.
printSettings(apiEnvironment, API_NEEDS);
