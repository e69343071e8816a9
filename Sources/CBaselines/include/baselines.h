// Declarations of the C baselines.
