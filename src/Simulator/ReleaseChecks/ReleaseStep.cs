namespace WxYarpGateway.Simulator.ReleaseChecks;

/// <summary>One step of the release check.</summary>
/// <param name="Name">What was tested, such as <c>text</c>.</param>
/// <param name="AppId">The test account, or the platform for the ticket.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Detail">What was seen, and what to do about it.</param>
public sealed record ReleaseStep(string Name, string AppId, StepVerdict Verdict, string Detail);
