using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>A notice that is ordered.</summary>
/// <param name="App">The mini program's AppId.</param>
/// <param name="User">The user's id.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="Payload">The message as JSON, of at most some KiB.</param>
/// <param name="DueAt">When it is to be sent.</param>
public sealed record NewNotice(string App, long User, string TemplateId, string Payload, DateTimeOffset DueAt)
{
    /// <summary>Reads an order as <c>/notify</c> takes it from a phone; <see langword="null"/> when it is none.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="json">The order.</param>
    /// <param name="now">The time of an order that names none, or one in the past.</param>
    /// <param name="wrong">What is wrong, as a part of a sentence; else empty.</param>
    public static NewNotice? Read(string app, long user, ReadOnlyMemory<byte> json, DateTimeOffset now, out string wrong)
    {
        using var fields = JsonFields.Parse(json);
        (var order, wrong) = fields is null ? (null, "it must be a JSON object") : NoticeOrder.Read(fields, new LoginOptions(), now);
        return order is null ? null : new NewNotice(app, user, order.TemplateId, order.Content.ToJson(), order.Content.ActiveAt);
    }

    /// <summary>Returns the template only: the message is personal.</summary>
    public override string ToString() => TemplateId;
}
