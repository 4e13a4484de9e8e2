namespace WxYarpGateway.Demo.Platform;

/// <summary>One step of a platform's life: it shows itself, and tells whether all was right.</summary>
internal sealed record Scene(string Title, Func<PlatformStage, PlatformScreen, CancellationToken, Task<Verdict>> PlayAsync)
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("WeChat's ticket arrives", TicketScene.PlayAsync),
        new("a shop authorizes the platform, in a browser", AuthorizationScene.PlayAsync),
        new("WeChat tells of it as well, and the code is used once", EventScene.PlayAsync),
        new("a customer of the shop writes, and rules decide", MessageScene.PlayAsync),
    ];
}
