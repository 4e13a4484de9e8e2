using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>
/// What the endpoints for WeChat stores have in common: the account must be one, and WeChat's JSON is passed on byte for byte.
/// </summary>
internal static class ChannelsAnswer
{
    /// <summary>Returns the id that is asked for; with an error in the parameters when the service is no store.</summary>
    public static string IdOf(WeChatService service, RequestParameters parameters, string label)
    {
        var id = parameters.Word("o", label);
        if (service.Account.Kind != ServiceKind.ChannelsShop)
        {
            parameters.Refuse("s(ervice) must be a WeChat store; the service's Kind is not ChannelsShop");
        }

        return id;
    }

    /// <summary>Returns the answer with the order that WeChat told, under go-wx-gateway's name.</summary>
    public static EndpointAnswer Of(WeChatResult<ReadOnlyMemory<byte>> result, string weChatsName, string name)
    {
        if (!result.TryGet(out var json, out var error))
        {
            return EndpointAnswer.Of(error);
        }

        return WeChatAnswer.TryGetRaw(json, weChatsName, out var order)
            ? EndpointAnswer.Success(answer =>
            {
                answer.WritePropertyName(name);
                answer.WriteRawValue(order, skipInputValidation: true);
            })
            : EndpointAnswer.Lacking(weChatsName);
    }
}
