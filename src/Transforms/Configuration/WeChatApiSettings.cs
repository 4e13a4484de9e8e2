using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Configures the token service from the configuration in force, so that one reload changes both.</summary>
internal sealed class WeChatApiSettings(WeChatConfigProvider configuration) : IConfigureOptions<WeChatApiOptions>,
    IOptionsChangeTokenSource<WeChatApiOptions>
{
    public string Name => Options.DefaultName;

    public void Configure(WeChatApiOptions options)
    {
        var configured = configuration.Current.WeChatApi;
        options.ApiUrl = configured.ApiUrl;
        options.OpenUrl = configured.OpenUrl;
        options.MpUrl = configured.MpUrl;
        options.Timeout = configured.Timeout;
    }

    public IChangeToken GetChangeToken() => configuration.GetChangeToken();
}
