using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>A mass message that WeChat accepted.</summary>
/// <param name="AppId">The account that sent it.</param>
/// <param name="MsgId">Its id.</param>
/// <param name="MsgType">Its type, such as <c>text</c> or <c>mpnews</c>.</param>
/// <param name="ToUsers">The openids it goes to.</param>
/// <param name="Body">The request body, parsed.</param>
/// <param name="IsDeleted">Whether it was deleted.</param>
public sealed record MassMessage(
    string AppId,
    long MsgId,
    string MsgType,
    IReadOnlyList<string> ToUsers,
    JsonObject Body,
    bool IsDeleted = false);
