using System.Text;
using System.Text.Json;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// What comes back out of the store, which others can write to: replies, grants, lists of callbackIps. It is read, or it is none.
/// </summary>
internal sealed class StoredRoom : FuzzRoom
{
    private static readonly string[] Names =
    [
        "kind", "Content", "MediaId", "Title", "Description", "Url", "HighQualityUrl", "ThumbMediaId", "Articles", "PictureUrl", "Account",
            "openid", "unionid", "scope", "is_snapshotuser", "access_token", "profile", "errcode", "message", "ip_list", "told_at",
    ];

    private static readonly string[] Tokens =
    [
        .. Words.Json, "\"kind\":\"text\"", "\"kind\":\"news\"", "\"kind\":\"success\"", "\"kind\":\"none\"", "\"$type\":1", "10.0.0.0/8",
            "::/0", "{\\\"openid\\\":\\\"o\\\"}",
    ];

    public override string Name => "stored";

    public override int Executions => 10_000;

    public override Grammar Grammar { get; } = new(Tokens, JsonChanges.With(Names));

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var now = Shop.Clock.GetUtcNow();
        var reply = meter.Of(Encoding.UTF8.GetString(input), static of => StoredReply.Read(of));
        if (reply is not null)
        {
            var again = StoredReply.Read(Encoding.UTF8.GetString(StoredReply.Write(reply)));
            Assert.True(again?.GetType() == reply.GetType() && ReplyRoom.TextsOf(again).SequenceEqual(ReplyRoom.TextsOf(reply)),
                "A reply is not read as it was written.");
        }

        var outcome = meter.Of(input, static of => GrantJson.Read(of));
        if (outcome is not null)
        {
            var again = GrantJson.Read(GrantJson.Write(outcome))!;
            Assert.Equal(outcome.TryGet(out var grant, out var error), again.TryGet(out var sameGrant, out var sameError));
            Assert.Equal(error?.Message, sameError?.Message);
            Assert.Equal(error?.ErrorCode, sameError?.ErrorCode);
            if (grant is not null)
            {
                Assert.True(
                    grant with { Profile = null } == sameGrant! with { Profile = null }
                        && grant.Profile.GetValueOrDefault().Span.SequenceEqual(sameGrant.Profile.GetValueOrDefault().Span),
                            "A grant is not read as it was written.");

                // It goes into the backend's request as it is.
                using var told = JsonDocument.Parse(
                    RedirectJson.Write(Shop.Service, new OAuthRedirect("/", "", RedirectResult.Exchanged) { User = grant.ToUser() }));
                Assert.Equal(grant.OpenId, told.RootElement.GetProperty("openId").GetString());
            }
        }

        var callbackIps = meter.Of((input, now), static of => CallbackIpJson.Read(of.input, of.now, out _));
        if (callbackIps is not null)
        {
            var again = CallbackIpJson.Read(CallbackIpJson.Write(callbackIps), now, out var skipped)!;
            Assert.Equal(0, skipped);
            Assert.Equal(callbackIps.Addresses.Ranges, again.Addresses.Ranges);
            Assert.Equal(callbackIps.ToldAt.ToUnixTimeSeconds(), again.ToldAt.ToUnixTimeSeconds());
            Assert.True(callbackIps.ToldAt <= now);
        }

        return ValueTask.FromResult(reply is not null || outcome is not null || callbackIps is not null);
    }
}
