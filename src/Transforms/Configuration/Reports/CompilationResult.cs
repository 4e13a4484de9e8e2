namespace WxYarpGateway.Transforms.Configuration.Reports;

/// <summary>The result of compiling a configuration: the compiled configuration, or all errors.</summary>
/// <param name="Compiled">The configuration, or <see langword="null"/> when there are errors.</param>
/// <param name="Errors">The errors.</param>
/// <param name="Warnings">The warnings, with or without errors.</param>
internal sealed record CompilationResult(
    CompiledConfiguration? Compiled, IReadOnlyList<ConfigurationError> Errors, IReadOnlyList<ConfigurationError> Warnings);
