namespace WxYarpGateway.MiniProgram;

/// <summary>How a step went.</summary>
/// <param name="Step">The step.</param>
/// <param name="Fault">What was wrong with the answer, or null when all went as expected.</param>
public sealed record PlayedStep(Step Step, string? Fault);
