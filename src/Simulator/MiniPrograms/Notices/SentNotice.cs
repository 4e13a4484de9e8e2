using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>A notice that WeChat accepted.</summary>
/// <param name="AppId">The mini program.</param>
/// <param name="ToUser">The user.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="Body">The whole body of the call.</param>
/// <param name="At">When it was sent.</param>
public sealed record SentNotice(string AppId, string ToUser, string TemplateId, JsonObject Body, DateTimeOffset At);
