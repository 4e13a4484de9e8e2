using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator;

/// <summary>Pushes messages to an account's server URL, opens reply windows, and records what the user sees.</summary>
internal sealed class AccountPusher(SimulatorState state, Action<string>? journal) : IDisposable
{
    private readonly HttpClient _http = PushConnection.Create();

    public async Task<PushResult> PushAsync(string appId, PushedMessage message, PushOptions options, CancellationToken cancellationToken)
    {
        var account = state.Accounts.Find(appId);
        var platform = PlatformOf(account, options);
        var identity = options.IdentityOf(platform is null ? account : PlatformPusher.SealingAccount(platform, account));
        var rendered = MessageWriter.Write(message, identity, state.Clock.GetUtcNow());
        if (rendered.FromUser is { } user)
        {
            state.Windows.Open(appId, user, rendered.Event);
            state.Chats.AddPush(appId, user, rendered);
        }

        var sender = new PushSender(_http, state.Clock);
        var result = await sender.SendAsync(identity, UrlOf(account, platform, options), rendered, options, cancellationToken);
        if (rendered.FromUser is { } reader)
        {
            state.Chats.AddAnswer(appId, reader, result);
        }

        journal?.Invoke($"push  {rendered.Event ?? rendered.MsgType ?? "raw"}  {appId}  {PushSummary.Of(result)}");
        return result;
    }

    public Task<UrlVerification> VerifyUrlAsync(string appId, PushOptions options, CancellationToken cancellationToken)
    {
        var account = state.Accounts.Find(appId);
        var verifier = new UrlVerifier(_http, state.Clock);
        return verifier.VerifyAsync(options.IdentityOf(account), UrlOf(account, platform: null, options), options, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    // WeChat pushes an authorizer's messages to its platform.
    private SimulatedPlatform? PlatformOf(SimulatedAccount account, PushOptions options) =>
        options.Platform is { } named ? state.Platforms.Find(named).Settings
        : account.GatewayUrl is null && options.Url is null && options.UrlOfEachDelivery.Count == 0
            ? state.Platforms.FirstOf(account.AppId)?.Settings
        : null;

    private static Uri UrlOf(SimulatedAccount account, SimulatedPlatform? platform, PushOptions options) =>
        options.Url
        ?? (options.UrlOfEachDelivery is [var first, ..] ? first
            : platform is not null ? platform.MessageUrlOf(account.AppId)
            : account.GatewayUrl)
        ?? throw new InvalidOperationException(platform is null
            ? $"Account '{account.AppId}' has no GatewayUrl to push to."
            : $"Platform '{platform.AppId}' has no MessageUrl to push to.");
}
