using WxYarpGateway.Gateway.Overview.Answers;

namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>The configuration in force, without secrets, and what is wrong with the one offered last.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="ConfiguredAt">Since when it is in force.</param>
/// <param name="Files">The files that supplied a part of it.</param>
/// <param name="Settings">Its keys, with what supplied each.</param>
/// <param name="Warnings">What should be looked at in it.</param>
/// <param name="Errors">Why the one offered last was refused; empty when it was not.</param>
/// <param name="ApiKeys">The keys of the internal listener, without their digests.</param>
internal sealed record ConfigurationAnswer(
    string Revision,
    DateTimeOffset? ConfiguredAt,
    IReadOnlyList<FileAnswer> Files,
    IReadOnlyList<SettingAnswer> Settings,
    IReadOnlyList<ProblemAnswer> Warnings,
    IReadOnlyList<ProblemAnswer> Errors,
    IReadOnlyList<ApiKeyAnswer> ApiKeys);
