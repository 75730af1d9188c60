import { printSettings } from '#libs/host/service';
import { INGEST_NEEDS, ingestEnvironment } from './environment.js';

// A program of its own: `cairn config` starts it to learn what ingest would read.
printSettings(ingestEnvironment, INGEST_NEEDS);
