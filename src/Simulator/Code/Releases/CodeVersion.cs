namespace WxYarpGateway.Simulator.Code.Releases;

/// <summary>Code that was committed to a mini program.</summary>
/// <param name="AppVersion">The number of the commit, by which a roll-back may name it.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="UserVersion">The version that the platform gave it.</param>
/// <param name="UserDesc">The platform's description.</param>
/// <param name="ExtJson">The configuration, JSON as text.</param>
/// <param name="CommittedAt">When it was committed.</param>
public sealed record CodeVersion(
    int AppVersion,
    long TemplateId,
    string UserVersion,
    string UserDesc,
    string ExtJson,
    DateTimeOffset CommittedAt);
