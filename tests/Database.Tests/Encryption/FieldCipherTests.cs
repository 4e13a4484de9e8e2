using System.Security.Cryptography;
using WxYarpGateway.Database.Encryption;

namespace WxYarpGateway.Database.Tests.Encryption;

public sealed class FieldCipherTests
{
    private static readonly FieldAddress Field = new("authorizer", "refresh_token", "wxcomponent/wx1");

    private readonly FieldKey _key = NewKey();

    private FieldCipher Cipher => new(_key, []);

    [Theory]
    [InlineData("")]
    [InlineData("refreshtoken@@@abc")]
    [InlineData("表情😀")]
    public void A_text_is_opened_as_it_was_sealed(string text)
        => Assert.Equal(text, Cipher.OpenText(Field, Cipher.Seal(Field, text)));

    [Fact]
    public void Equal_texts_are_sealed_differently()
        => Assert.NotEqual(Cipher.Seal(Field, "secret"), Cipher.Seal(Field, "secret"));

    [Theory]
    [InlineData("authorizer", "refresh_token", "wxcomponent/wx2")]
    [InlineData("authorizer", "refresh_token", "wxcomponent/wx")]
    [InlineData("authorizer", "note", "wxcomponent/wx1")]
    [InlineData("authorizerrefresh_token", "", "wxcomponent/wx1")]
    [InlineData("user", "refresh_token", "wxcomponent/wx1")]
    public void A_value_that_was_moved_elsewhere_is_not_opened(string table, string column, string row)
    {
        var moved = Cipher.Seal(Field, "secret");

        Assert.Contains(
            "Restore it", Assert.Throws<FieldUnreadableException>(() => Cipher.Open(new(table, column, row), moved)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_with_any_bit_changed_or_any_length_cut_is_unreadable_and_says_so()
    {
        var kept = Cipher.Seal(Field, "a secret");

        for (var length = 0; length < kept.Length; length++)
        {
            Assert.Throws<FieldUnreadableException>(() => Cipher.Open(Field, kept.AsSpan(0, length)));
        }

        for (var bit = 0; bit < kept.Length * 8; bit++)
        {
            var changed = kept.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<FieldUnreadableException>(() => Cipher.Open(Field, changed));
        }
    }

    [Fact]
    public void Noise_is_unreadable_and_says_so()
    {
        for (var length = 0; length < 100; length++)
        {
            var noise = RandomNumberGenerator.GetBytes(length);
            Assert.Throws<FieldUnreadableException>(() => Cipher.OpenText(Field, noise));
        }
    }

    [Fact]
    public void A_previous_key_opens_and_the_current_one_seals()
    {
        var old = Cipher.Seal(Field, "secret");
        var current = NewKey();
        var rotated = new FieldCipher(current, [_key]);

        Assert.Equal("secret", rotated.OpenText(Field, old));
        Assert.False(rotated.IsCurrent(old));
        Assert.True(rotated.IsCurrent(rotated.Seal(Field, "secret")));
        Assert.Equal("secret", new FieldCipher(current, []).OpenText(Field, rotated.Seal(Field, "secret")));
    }

    [Fact]
    public void A_value_of_another_key_names_both_keys_and_what_to_do_and_no_secret()
    {
        var other = NewKey();

        var sentence = Assert.Throws<FieldUnreadableException>(
            () => new FieldCipher(other, []).Open(Field, Cipher.Seal(Field, "secret"))).Message;

        Assert.Contains("Put the key", sentence, StringComparison.Ordinal);
        Assert.Contains(_key.ToString(), sentence, StringComparison.Ordinal);
        Assert.Contains(other.ToString(), sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("wx1", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fingerprint_finds_equal_values_in_one_column_also_after_a_rotation()
    {
        var before = Cipher.Fingerprints("user_phone", "phone", "+8613800138000")[0];
        var rotated = new FieldCipher(NewKey(), [_key]);

        Assert.Equal(before, rotated.Fingerprints("user_phone", "phone", "+8613800138000")[1]);
        Assert.NotEqual(before, rotated.Fingerprints("user_phone", "phone", "+8613800138000")[0]);
        Assert.NotEqual(before, Cipher.Fingerprints("user", "phone", "+8613800138000")[0]);
        Assert.NotEqual(before, Cipher.Fingerprints("user_phone", "phone", "+8613800138001")[0]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all, but long enough to be one")]
    public void What_is_not_32_bytes_in_base64_is_no_key(string? text) => Assert.Null(FieldKey.TryParse(text));

    private static FieldKey NewKey() => FieldKey.TryParse(FieldKey.NewBase64())!;
}
