namespace WxYarpGateway.Transforms.Configuration;

/// <summary>What became of a configuration: compiled, or all its errors.</summary>
/// <param name="Compiled">The configuration, or <see langword="null"/> when there are errors.</param>
/// <param name="Errors">The errors.</param>
/// <param name="Warnings">What is worth a warning, errors or not.</param>
internal sealed record CompilationResult(
    CompiledConfiguration? Compiled, IReadOnlyList<ConfigurationError> Errors, IReadOnlyList<ConfigurationError> Warnings);
