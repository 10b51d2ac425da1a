package main

import "strings"

// aim returns the target of a figure, "" if it has none.
func aim(name, unit string) string {
	if strings.HasPrefix(name, "store List/Runs=100000/") && strings.Contains(name, "/Sort=") && unit == "p99-ms" {
		return "< 20"
	}
	return aims[name+" "+unit]
}

// aims are the targets that users were promised. Missing one is not an error.
var aims = map[string]string{
	"system start, existing data p50 ms":                        "< 200",
	"system memory, idle MB":                                    "< 60",
	"store Append/SQLite/Runs=1 points/s":                       "≥ 300000",
	"store Append/SQLite/Runs=64 points/s":                      "≥ 300000",
	"store Append/PostgreSQL/Runs=1 points/s":                   "≥ 300000",
	"store Append/PostgreSQL/Runs=64 points/s":                  "≥ 300000",
	"store Append/SQLite/Runs=1 x-bare":                         "≥ 0.7",
	"store Append/SQLite/Runs=64 x-bare":                        "≥ 0.7",
	"store Append/PostgreSQL/Runs=1 x-bare":                     "≥ 0.7",
	"store Append/PostgreSQL/Runs=64 x-bare":                    "≥ 0.7",
	"store/postgres TakeOver worst-ms":                          "< 10000",
	"store Append/SQLite/Runs=1 B/point":                        "≤ 12",
	"store Append/PostgreSQL/Runs=1 B/point":                    "≤ 12",
	"store Read/SQLite/Max=1000 p99-ms":                         "< 50",
	"store Read/PostgreSQL/Max=1000 p99-ms":                     "< 50",
	"web Server/Home p99-ms":                                    "< 50",
	"web Server/Run p99-ms":                                     "< 50",
	"web Server/Experiment p99-ms":                              "< 50",
	"web Server/ExperimentPlot p99-ms":                          "< 50",
	"web Server/Runs/newest p99-ms":                             "< 50",
	"web Server/Runs/created p99-ms":                            "< 50",
	"web Server/Runs/started p99-ms":                            "< 50",
	"web Server/Runs/finished p99-ms":                           "< 50",
	"web Server/Runs/name p99-ms":                               "< 50",
	"web Server/Runs/status p99-ms":                             "< 50",
	"web Server/Runs/project p99-ms":                            "< 50",
	"web Server/Runs/requester p99-ms":                          "< 50",
	"web Server/Runs/best p99-ms":                               "< 50",
	"web Server/Runs/duration p99-ms":                           "< 50",
	"web Server/Runs/param p99-ms":                              "< 50",
	"web Server/Runs/metric p99-ms":                             "< 50",
	"web Server/Runs/filter p99-ms":                             "< 50",
	"web Server/MetricsOfAMillion p99-ms":                       "< 100",
	"web PageWeight/home.js kB":                                 "< 100",
	"web PageWeight/run.js kB":                                  "< 100",
	"web PageWeight/experiment.js kB":                           "< 100",
	"browser click to chart of 1,000,000 points p50 ms":         "< 500",
	"browser click to chart of 100 runs of 10,000 steps p50 ms": "< 500",
}
