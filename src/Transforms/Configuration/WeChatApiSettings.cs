using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Gives the token service the options of the configuration in force, so that a reload changes them with all the rest.</summary>
internal sealed class WeChatApiSettings(WeChatConfigProvider configuration) : IConfigureOptions<WeChatApiOptions>, IOptionsChangeTokenSource<WeChatApiOptions>
{
    public string Name => Options.DefaultName;

    public void Configure(WeChatApiOptions options)
    {
        var configured = configuration.Current.WeChatApi;
        options.ApiUrl = configured.ApiUrl;
        options.OpenUrl = configured.OpenUrl;
        options.Timeout = configured.Timeout;
    }

    public IChangeToken GetChangeToken() => configuration.GetChangeToken();
}
