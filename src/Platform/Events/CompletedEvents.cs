using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Platform.Events;

/// <summary>Tells rules and <c>EventBackend</c> that an account is authorized and can be called for: the gateway's own event.</summary>
internal sealed class CompletedEvents(IAuthorizerStore authorizers, EventCopier copier)
{
    /// <summary>Hands over the copies of <see cref="EventTypes.Completed"/>.</summary>
    public async ValueTask CopyAsync(
        WeChatPlatform platform, AppId account, string cause, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var details = await authorizers.FindAsync(platform.AppId, account, cancellationToken);
        await copier.CopyAsync(
            platform, EventTypes.Completed, account, $"{cause}-completed", Write(platform, account, time, details));
    }

    // The names are WeChat's own, as in its events and in api_get_authorizer_info.
    private static ReadOnlyMemory<byte> Write(WeChatPlatform platform, AppId account, DateTimeOffset time, AuthorizerDetails? details)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, MessageJson.ToBackend))
        {
            json.WriteStartObject();
            json.WriteString("AppId"u8, platform.AppId.Value);
            json.WriteNumber("CreateTime"u8, time.ToUnixTimeSeconds());
            json.WriteString("InfoType"u8, EventTypes.Completed);
            json.WriteString("AuthorizerAppid"u8, account.Value);
            if (details is not null)
            {
                json.WriteString("Kind"u8, details.Authorizer.Kind.ToString());
                json.WriteString("Status"u8, details.Authorizer.State.ToString());
                json.WriteString("user_name"u8, details.Authorizer.OriginalId);
                json.WriteString("nick_name"u8, details.Authorizer.NickName);
            }

            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }
}
