package main

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"ttyt.example/ttyt/internal/app"
)

// What a release is, where it is not built in its repository, as in a container: set by -ldflags "-X main.release=v1.2.3 -X
// main.commit=…". Else the build information tells.
var release, commit string

// version prints what somebody who reports a fault, or plans an update, needs to know of the program.
func version(_ context.Context, c console, args []string) error {
	if _, err := operands(c, "version", args, nil); err != nil {
		return err
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	schema, migration, err := app.Levels()
	if err != nil {
		return err
	}
	built := func(key string) (value string) {
		for _, s := range info.Settings {
			if s.Key == key {
				value = s.Value
			}
		}
		return value
	}
	revision := cmp.Or(commit, built("vcs.revision"), "unknown")
	if commit == "" && built("vcs.modified") == "true" {
		revision += ", with changes"
	}
	_, err = fmt.Fprintf(c.out, "version     %s\ncommit      %s\ngo          %s\nplatform    %s/%s\nschema      %s\nmigration   %d\n",
		cmp.Or(release, info.Main.Version, "unknown"), revision, runtime.Version(), runtime.GOOS, runtime.GOARCH, schema, migration)
	return err
}
