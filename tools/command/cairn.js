#!/usr/bin/env node
// npx looks for commands of installed packages, and a checkout is not one: this workspace is.
import '../../dist/apps/cli/main.js';
