using System.Text;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// Pushes that WeChat did not send, or not now, or not so. All of them get the same answer to the letter, so that nobody learns from it how
/// far a forgery got.
/// </summary>
public sealed class ForgedPushTests(HostileRig rig) : IClassFixture<HostileRig>
{
    private static readonly byte[] Message = SignedPush.Text(HostileRig.Mark);

    public static TheoryData<string, string, SignedPush> Forgeries()
    {
        var cases = new TheoryData<string, string, SignedPush>();
        foreach (var (name, service, push) in Signatures().Concat(Times()).Concat(Downgrades()).Concat(Ciphertexts()))
        {
            cases.Add(name, service, push);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Forgeries), DisableDiscoveryEnumeration = true)]
    public async Task Every_forgery_gets_the_same_answer(string name, string service, SignedPush push)
    {
        var calls = rig.Backend.Calls.Count;

        var answers = await rig.SendAsync(push.To("/" + service, "Connection: close"));

        Assert.True(answers.Undated == "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\nDate: now\r\n\r\n",
            $"{name}: {answers.Text}");
        Assert.Equal(calls, rig.Backend.Calls.Count);
        await rig.IsUnharmedAsync();
    }

    private static IEnumerable<(string Name, string Service, SignedPush Push)> Signatures()
    {
        var right = SignedPush.Plaintext(Message);
        var signature = right.Query["signature=".Length..][..40];
        yield return ("no query", HostileRig.Plain, right with { Query = "" });
        yield return ("capital letters", HostileRig.Plain, With(signature.ToUpperInvariant()));
        yield return ("one letter less", HostileRig.Plain, With(signature[..^1]));
        yield return ("one letter more", HostileRig.Plain, With(signature + "0"));
        yield return ("a space", HostileRig.Plain, With(signature + "%20"));
        yield return ("a NUL", HostileRig.Plain, With(signature + "%00"));
        yield return ("letters that look alike", HostileRig.Plain, With("%EF%BC%90" + signature[1..]));
        yield return ("the right one second", HostileRig.Plain, With(new string('0', 40) + "&signature=" + signature));
        yield return ("the right one under a name in capitals", HostileRig.Plain,
            right with { Query = right.Query.Replace("signature", "Signature", StringComparison.Ordinal) });
        yield return ("the right one under an escaped name", HostileRig.Plain,
            right with { Query = right.Query.Replace("signature", "%73ignature", StringComparison.Ordinal) });
        yield return ("another nonce before the right one", HostileRig.Plain, right with { Query = "nonce=0&" + right.Query });
        yield return ("another timestamp before the right one", HostileRig.Plain,
            right with { Query = $"timestamp={SignedPush.At(TimeSpan.FromSeconds(1))}&" + right.Query });
        yield return ("another token's", HostileRig.Plain, With(SignedPush.Signature(SignedPush.Now, "n")));

        SignedPush With(string other) => right with { Query = right.Query.Replace(signature, other, StringComparison.Ordinal) };
    }

    private static IEnumerable<(string Name, string Service, SignedPush Push)> Times()
    {
        foreach (var timestamp in new[]
        {
            SignedPush.At(TimeSpan.FromMinutes(-6)), SignedPush.At(TimeSpan.FromMinutes(6)), "", "0", "-1", "+" + SignedPush.Now,
                " " + SignedPush.Now, SignedPush.Now + " ", SignedPush.Now + "\0",
            SignedPush.Now + ".0", SignedPush.Now + "e0", "0x6a5f3c00", SignedPush.Now + "000", "١٧٩٥٢٤٣٤٢٨",
                string.Concat(SignedPush.Now.Select(digit => (char)('\uFF10' + digit - '0'))), SignedPush.Now + "\r\nX: y",
            "99999999999999999999", "9223372036854775807",
        })
        {
            yield return ($"timestamp '{timestamp}'", HostileRig.Plain, SignedPush.Plaintext(Message, timestamp));
        }
    }

    private static IEnumerable<(string Name, string Service, SignedPush Push)> Downgrades()
    {
        var plain = SignedPush.Plaintext(Message);
        var encrypted = SignedPush.Encrypted(Message);
        foreach (var service in new[] { HostileRig.Safe, HostileRig.Compatible })
        {
            yield return ("plaintext", service, plain);
            yield return ("encrypt_type=raw", service, plain with { Query = plain.Query + "&encrypt_type=raw" });
            yield return (
                "encrypt_type=AES", service, encrypted with { Query = encrypted.Query.Replace("=aes", "=AES", StringComparison.Ordinal) });
            yield return ("encrypt_type twice", service, encrypted with { Query = "encrypt_type=raw&" + encrypted.Query });
            yield return ("no encrypt_type", service,
                encrypted with { Query = encrypted.Query.Replace("&encrypt_type=aes", "", StringComparison.Ordinal) });
            yield return ("the plain signature", service, plain with { Query = plain.Query + "&encrypt_type=aes", Body = encrypted.Body });
            yield return ("the plain signature under the other name", service, plain with
            {
                Query = plain.Query.Replace(
                "signature", "msg_signature", StringComparison.Ordinal) + "&encrypt_type=aes",
                Body = encrypted.Body
            });
            yield return ("an envelope with a message and no ciphertext", service, encrypted with { Body = Message });
        }

        yield return ("an encrypted push to an account in clear", HostileRig.Plain, encrypted);
        yield return ("another ciphertext first", HostileRig.Safe, encrypted with
        {
            Body = SignedPush.Utf8(Encoding.UTF8.GetString(
            encrypted.Body).Replace("<xml>", $"<xml><Encrypt>{SignedPush.Seal(Message)}</Encrypt>", StringComparison.Ordinal))
        });
        yield return ("an empty ciphertext first", HostileRig.Safe, encrypted with
        {
            Body = SignedPush.Utf8(
            Encoding.UTF8.GetString(encrypted.Body).Replace("<xml>", "<xml><Encrypt/>", StringComparison.Ordinal))
        });
    }

    private static IEnumerable<(string Name, string Service, SignedPush Push)> Ciphertexts()
    {
        var sealedText = SignedPush.Seal(Message);
        var bytes = Convert.FromBase64String(sealedText);
        foreach (var (name, ciphertext) in new (string, string)[]
        {
            ("empty", ""),
            ("one byte", "AA=="),
            ("a byte less", Convert.ToBase64String(bytes[..^1])),
            ("a block less", Convert.ToBase64String(bytes[..^16])),
            ("a block more", Convert.ToBase64String([.. bytes, .. new byte[16]])),
            ("one block", Convert.ToBase64String(bytes[..16])),
            ("a flipped bit", Convert.ToBase64String([.. bytes[..^20], (byte)(bytes[^20] ^ 1), .. bytes[^19..]])),
            ("no base64", "!" + sealedText[1..]),
            ("base64 for URLs", Convert.ToBase64String([0xfb, 0xff, .. bytes[2..]]).Replace('+', '-').Replace('/', '_')),
            ("base64 with a line break", sealedText.Insert(20, "\n")),
            ("base64 with a space around", " " + sealedText.Insert(20, " ")),
            ("base64 without padding", Convert.ToBase64String(SignedPush.Encrypt(new byte[32])).TrimEnd('=')),
            ("base64 with a stray bit", Stray(Convert.ToBase64String(SignedPush.Encrypt(new byte[32])))),
            ("base64 twice over", Convert.ToBase64String(Encoding.ASCII.GetBytes(sealedText))),
            ("another appid", SignedPush.Seal(Message, "wxother")),
            ("no appid", SignedPush.Seal(Message, "")),
            ("the start of the appid", SignedPush.Seal(Message, SignedPush.AppId[..^1])),
            ("the appid and more", SignedPush.Seal(Message, SignedPush.AppId + "x")),
            ("the appid with a NUL", SignedPush.Seal(Message, SignedPush.AppId + "\0")),
            ("the appid in capitals", SignedPush.Seal(Message, SignedPush.AppId.ToUpperInvariant())),
            ("a length of one less", SignedPush.Seal(Message, length: (uint)Message.Length - 1)),
            ("a length of one more", SignedPush.Seal(Message, length: (uint)Message.Length + 1)),
            ("a length of nothing", SignedPush.Seal(Message, length: 0)),
            ("a negative length", SignedPush.Seal(Message, length: uint.MaxValue)),
            ("a huge length", SignedPush.Seal(Message, length: int.MaxValue)),
            ("a length up to the padding", SignedPush.Seal(Message, length: (uint)(Message.Length + SignedPush.AppId.Length))),
        })
        {
            yield return ($"ciphertext: {name}", HostileRig.Safe, SignedPush.Around(ciphertext));
            yield return ($"ciphertext in JSON: {name}", HostileRig.Safe,
                SignedPush.Around(ciphertext.Replace("\n", "\\n", StringComparison.Ordinal), isJson: true));
        }

        for (var last = 0; last < 256; last++)
        {
            var padding = (byte)last;
            yield return ($"a last byte of {last}", HostileRig.Safe,
                SignedPush.Around(SignedPush.Seal(Message, pad: content => Padded(content, padding))));
        }
    }

    private static string Stray(string base64) => base64[..^2] + (char)(base64[^2] + 1) + base64[^1];

    // Whole blocks of 32, the last byte anything but the padding that belongs there.
    private static byte[] Padded(byte[] content, byte last)
    {
        var count = 32 - (content.Length % 32);
        var wrong = last == count ? (byte)0 : last;
        return [.. content, .. Enumerable.Repeat((byte)count, count - 1), wrong];
    }
}
