using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.TokenService.Tokens.Issuers;
using WxYarpGateway.Transforms.CallbackIps;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Answers of WeChat's API: each is read as the framework reads it, and no error repeats a secret.</summary>
internal sealed class WeChatAnswerRoom : FuzzRoom
{
    private const string Secret = "t0p-s3cr3t+/";

    private static readonly string[] Names = ["errcode", "errmsg", "access_token", "ticket", "expires_in", "openid", "unionid", "scope",
        "is_snapshotuser", "ip_list", "ERRCODE", "err\u0063ode"];

    private static readonly string[] Tokens =
    [
        .. Words.Json, "40001", "-1", "\"0\"", "\"40164\"", "2147483648", "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist",
            "clientip: 10.0.0.1", "ip: ", Secret, Secret.ToUpperInvariant(), "t0p-s3cr3t%2B%2F", "t0p-", "\\u0074", "7200",
                "snsapi_userinfo",
    ];

    public override string Name => "answers";

    public override int Executions => 15_000;

    public override Grammar Grammar { get; } = new(Tokens, JsonChanges.With(Names));

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var (isRead, envelope) = meter.Of(input, static of => (Envelope.TryRead(of, out var read), read));
        var expected = Expected(input);
        if (!isRead)
        {
            Assert.Null(expected);
            return ValueTask.FromResult(false);
        }

        if (expected is null)
        {
            // What is not strict is read as its repaired copy, and so is all that is asked for next.
            input = Assert.IsType<byte[]>(meter.Of(input, static of => LenientJson.Repair(of)));
            expected = Expected(input);
        }

        Assert.Equal(expected, (envelope.ErrorCode, envelope.ErrorMessage));
        var error = meter.Of(envelope, static of => of.ToError([Secret]));
        Assert.DoesNotContain(Secret, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(error.Message, char.IsControl);

        // What is asked for next, of an answer that is no error.
        if (meter.Of(input, static of => GrantJson.ReadAnswer(of)) is { } grant)
        {
            Assert.True(GrantJson.Read(GrantJson.Write(grant))!.TryGet(out var again, out _) && again == grant,
                "A grant is not kept as it was given.");
        }

        if (meter.Of(input, static of => IssuedToken.Read(of, "access_token")) is { } token)
        {
            Assert.InRange(token.ExpiresIn, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(7200));
            Assert.NotEmpty(token.Value);
        }

        _ = CallbackIpJson.Read(input, Shop.Clock.GetUtcNow(), out _);
        return ValueTask.FromResult(true);
    }

    private static (int Code, string Message)? Expected(byte[] input)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            if (!Utf8.IsValid(input) || document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            int? code = 0;
            var message = "";
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.NameEquals("errcode"u8))
                {
                    code = member.Value.ValueKind switch
                    {
                        JsonValueKind.Number when member.Value.TryGetInt32(out var number) => number,
                        JsonValueKind.String when int.TryParse(member.Value.GetString(), NumberStyles.AllowLeadingSign,
                            CultureInfo.InvariantCulture, out var number) => number,
                        _ => null,
                    };
                }
                else if (member.NameEquals("errmsg"u8) && member.Value.ValueKind == JsonValueKind.String)
                {
                    message = member.Value.GetString()!;
                }
            }

            return code is { } known ? (known, message) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
