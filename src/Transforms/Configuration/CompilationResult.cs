namespace WxYarpGateway.Transforms.Configuration;

/// <summary>What became of a configuration: compiled, or all its faults.</summary>
/// <param name="Compiled">The configuration, or <see langword="null"/> when there are faults.</param>
/// <param name="Faults">The faults.</param>
/// <param name="Warnings">What is worth a warning, faults or not.</param>
internal sealed record CompilationResult(
    CompiledConfiguration? Compiled, IReadOnlyList<ConfigurationFault> Faults, IReadOnlyList<ConfigurationFault> Warnings);
