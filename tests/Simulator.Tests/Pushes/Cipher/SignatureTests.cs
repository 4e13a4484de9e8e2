using WxYarpGateway.Simulator.Pushes.Cipher;

namespace WxYarpGateway.Simulator.Tests.Pushes.Cipher;

public sealed class SignatureTests
{
    public static IEnumerable<TheoryDataRow<CipherVector>> UrlSignatures => CipherVector.Of("url_signature");

    public static IEnumerable<TheoryDataRow<CipherVector>> MessageSignatures =>
        CipherVector.Of("safe_push", "compat_push", "component_push", "encrypted_echostr");

    public static IEnumerable<TheoryDataRow<CipherVector>> SignedTexts => CipherVector.Of("msg_signature");

    public static IEnumerable<TheoryDataRow<CipherVector>> Forgeries => CipherVector.Of("url_signature_reject", "msg_signature_reject");

    public static IEnumerable<TheoryDataRow<CipherVector>> Hashes => CipherVector.Of("sorted_sha1");

    [Theory]
    [MemberData(nameof(UrlSignatures))]
    public void A_url_is_signed_with_token_timestamp_and_nonce(CipherVector vector) =>
        Assert.Equal(vector.Outcome("signature"), Signature.Of(vector.Input("token"), vector.Input("timestamp"), vector.Input("nonce")));

    [Theory]
    [MemberData(nameof(MessageSignatures))]
    public void A_message_is_signed_with_its_ciphertext_too(CipherVector vector) =>
        Assert.Equal(
            vector.Input("msg_signature"),
            Signature.Of(vector.Input("token"), vector.Input("timestamp"), vector.Input("nonce"), vector.Input("encrypt")));

    [Theory]
    [MemberData(nameof(SignedTexts))]
    public void Any_text_in_the_place_of_a_ciphertext_is_signed_too(CipherVector vector)
    {
        var expected = vector.Expected.TryGetProperty("msg_signature", out var published)
            ? published.GetString()
            : vector.Input("msg_signature");

        Assert.Equal(
            expected,
            Signature.Of(vector.Input("token"), vector.Input("timestamp"), vector.Input("nonce"), vector.Input("encrypt")));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_forged_signature_is_not_the_one_we_compute(CipherVector vector)
    {
        var isMessage = vector.Inputs.TryGetProperty("encrypt", out var encrypt);
        List<string> parts = [vector.Input("token"), vector.Input("timestamp"), vector.Input("nonce")];
        if (isMessage)
        {
            parts.Add(encrypt.GetString()!);
        }

        Assert.NotEqual(vector.Input(isMessage ? "msg_signature" : "signature"), Signature.Of([.. parts]));
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Any_number_of_parts_is_sorted_and_hashed(CipherVector vector) =>
        Assert.Equal(
            vector.Outcome("sha1"),
            Signature.Of([.. vector.Inputs.GetProperty("values").EnumerateArray().Select(value => value.GetString()!)]));

    [Fact]
    public void Parts_are_sorted_by_their_bytes_not_as_numbers_nor_by_a_locale()
    {
        Assert.Equal(Signature.Of("10", "9", "B", "a"), Signature.Of("a", "B", "9", "10"));
        Assert.Equal(Signature.Of("109Ba"), Signature.Of("a", "B", "9", "10"));
    }

    [Fact]
    public void Another_nonce_gives_another_signature() =>
        Assert.NotEqual(Signature.Of("token", "1", "nonce"), Signature.Of("token", "1", "nonc"));
}
