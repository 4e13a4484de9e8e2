using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// In this process, which is built for release: the benchmarks then run with the repository's own settings and packages.
// The reports go to artifacts/benchmarks, which is not checked in.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
    .Run([.. args, "--inProcess"], DefaultConfig.Instance.WithArtifactsPath(Path.Combine("artifacts", "benchmarks")));
