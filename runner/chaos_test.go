package runner_test

func chaosMain(string, []string) int { return 2 }
