namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>A notice that is ordered.</summary>
/// <param name="App">The mini program's AppId.</param>
/// <param name="User">The user's id.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="Payload">The message as JSON, of at most some KiB.</param>
/// <param name="DueAt">When it is to be sent.</param>
public sealed record NewNotice(string App, long User, string TemplateId, string Payload, DateTimeOffset DueAt)
{
    /// <summary>Returns the template only: the message is personal.</summary>
    public override string ToString() => TemplateId;
}
