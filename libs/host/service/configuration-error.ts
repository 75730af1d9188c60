/** A variable of the environment has no usable value. The message names the variable and what is allowed, never the value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
