/** The story by its own times, and what it asks of a log. Nobody imports this but `storyByTime`. */
export { storyFacts } from './log-facts.js';
export { describedStep } from './told-step-view.js';
export { READ_ROUNDS_MAX, scanOfEntry, tellByTime, telling, UNITS_READ_MAX } from './told/index.js';
