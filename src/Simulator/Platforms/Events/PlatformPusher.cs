using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>Pushes a platform's own events to its event URL, sealed with its key.</summary>
internal sealed class PlatformPusher(TimeProvider clock, Action<string>? journal) : IDisposable
{
    private readonly HttpClient _http = PushConnection.Create();

    /// <summary>Gets the events that were pushed.</summary>
    public PushedEvents Events { get; } = new();

    /// <summary>Returns the settings of a push through the platform: its keys and AppId, and the authorizer's original id.</summary>
    public static SimulatedAccount SealingAccount(SimulatedPlatform platform, SimulatedAccount? authorizer) => new()
    {
        AppId = platform.AppId,
        OriginalId = authorizer?.OriginalId ?? "",
        Token = platform.Token,
        EncodingAesKey = platform.EncodingAesKey,
        Kind = authorizer?.Kind ?? AccountKind.OfficialAccount,

        // PROTOCOL 1.1: platforms have no other mode and no other format.
        Encryption = EncryptionMode.Safe,
        Format = DataFormat.Xml,
    };

    /// <summary>Pushes an event. An event without a URL to go to is not pushed, and returns null.</summary>
    public async Task<PushResult?> PushAsync(
        PlatformState state,
        PlatformEvent message,
        PushOptions? options,
        CancellationToken cancellationToken)
    {
        var push = options ?? new PushOptions { MaxDeliveries = state.Settings.Switches.EventDeliveries };
        if ((push.Url ?? (push.UrlOfEachDelivery is [var first, ..] ? first : state.Settings.EventUrl)) is not { } url)
        {
            journal?.Invoke($"event  {message.InfoType}  {state.AppId}  not pushed: the platform has no EventUrl");
            return null;
        }

        var identity = push.IdentityOf(SealingAccount(state.Settings, authorizer: null));
        var rendered = message.Render(state.AppId, clock.GetUtcNow());
        var result = await new PushSender(_http, clock).SendAsync(identity, url, rendered, push, cancellationToken);
        Events.Add(new PushedEvent(state.AppId, message.InfoType, result));
        journal?.Invoke($"event  {message.InfoType}  {state.AppId}  {OutcomeOf(result)}");
        return result;
    }

    /// <summary>Returns whether the answer is exactly what WeChat wants.</summary>
    public static bool IsSuccess(PushResult result) => result.Last is { Status: 200, Body: "success" };

    public void Dispose() => _http.Dispose();

    // An event wants no reply, so that what is wrong with the answer as a reply says nothing.
    private static string OutcomeOf(PushResult result) =>
        IsSuccess(result) ? "answered with 'success'"
        : result.Last.Status == 200 ? $"not answered with exactly 'success' but with {result.Last.Body.Length} other characters"
        : $"not answered with 'success': {result.Last.Problem}";
}
