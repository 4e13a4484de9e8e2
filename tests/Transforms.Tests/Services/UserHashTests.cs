using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Services;

public sealed class UserHashTests
{
    private const string OpenId = "oUser00000000000000000000001";

    [Fact]
    public void All_replicas_write_the_same_for_a_user_and_something_else_for_another()
    {
        Assert.Equal(Hash(), Hash());
        Assert.NotEqual(Hash(), Pushes.Service().UserHash.Of(OpenId + "2"));
        Assert.Matches("^[0-9a-f]{16}$", Hash());
    }

    [Fact]
    public void Each_of_the_secrets_counts()
    {
        string[] hashes =
        [
            Hash(),
            Hash(options => options.AppSecret = "secret"),
            Hash(options => options.Token = "another"),
            Hash(options => options.EncodingAesKey = Pushes.AesKey),
            Hash(options => options.AppId = "wx2"),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Secrets_are_not_run_together()
        => Assert.NotEqual(
            Hash(options => (options.AppSecret, options.Token) = ("ab", "c")),
            Hash(options => (options.AppSecret, options.Token) = ("a", "bc")));

    private static string Hash(Action<ServiceOptions>? configure = null) => Pushes.Service(configure).UserHash.Of(OpenId);
}
