using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Tests.Services;

public sealed class AesChainTests
{
    [Fact]
    public void Each_of_many_messages_is_encrypted_and_decrypted_as_by_a_new_cipher()
        => Prop.ForAll<byte[][]>(messages =>
        {
            using var framework = Framework();
            var vector = framework.IV;
            var encryptor = new AesChain(framework.CreateEncryptor(), vector);
            var decryptor = new AesChain(framework.CreateDecryptor(), vector);
            return messages.All(message =>
            {
                byte[] blocks = [.. message, .. new byte[AesChain.Block - (message.Length % AesChain.Block)]];
                var expected = framework.EncryptCbc(blocks, vector, PaddingMode.None);
                byte[] within = [1, 2, .. blocks, 3];

                encryptor.Encrypt(new ArraySegment<byte>(within, 2, blocks.Length));
                var isEncrypted = within.AsSpan(2, blocks.Length).SequenceEqual(expected);
                decryptor.Decrypt(new ArraySegment<byte>(within, 2, blocks.Length));
                return isEncrypted && within.AsSpan().SequenceEqual((byte[])[1, 2, .. blocks, 3]);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void No_random_block_is_given_out_twice()
    {
        using var framework = Framework();
        var chain = new AesChain(framework.CreateEncryptor(), framework.IV);
        var blocks = new HashSet<string>(StringComparer.Ordinal);

        Assert.All(Enumerable.Range(0, 1_000), _ =>
        {
            var block = new byte[AesChain.Block];
            chain.FillRandom(block);
            Assert.True(blocks.Add(Convert.ToHexString(block)));
        });
    }

    private static Aes Framework()
    {
        var cipher = Aes.Create();
        cipher.Key = RandomNumberGenerator.GetBytes(32);
        cipher.IV = RandomNumberGenerator.GetBytes(AesChain.Block);
        cipher.Mode = CipherMode.CBC;
        cipher.Padding = PaddingMode.None;
        return cipher;
    }
}
