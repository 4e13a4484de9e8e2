using WxYarpGateway.MiniPrograms.Apps.Checks;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>A mini program whose users log in here: a service of the configuration, or an account in a platform's care.</summary>
/// <param name="Service">The name of the service, such as <c>mini</c> or <c>saas/wx1234</c>; metrics get the part before the slash.</param>
/// <param name="Account">The account.</param>
/// <param name="Options">The options.</param>
/// <param name="ClusterId">The cluster of its backend; <see langword="null"/> when it has none.</param>
internal sealed record LoginApp(string Service, Account Account, LoginOptions Options, string? ClusterId)
{
    /// <summary>Gets the AppId.</summary>
    public AppId AppId => Account.AppId;

    /// <summary>Gets the name of the service in metrics.</summary>
    public string ShownName { get; } = Service.Split('/')[0];

    /// <summary>Gets what users write that WeChat is asked about before the backend gets it.</summary>
    public IReadOnlyList<ContentCheckOptions> ContentChecks { get; init; } = [];

    /// <summary>Gets where messages go; <see langword="null"/> when it has no <c>MessageApi</c>.</summary>
    public MessageTarget? MessageApi { get; init; }

    /// <summary>Gets the paths that need a login.</summary>
    public RequiredPaths Required { get; } = new(Options.RequireLogin);

    /// <summary>Returns the name only: the options have tokens.</summary>
    public override string ToString() => Service;
}
