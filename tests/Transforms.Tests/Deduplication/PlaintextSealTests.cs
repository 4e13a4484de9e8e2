using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Tests.Messages;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

public sealed class PlaintextSealTests
{
    private const string Query = "signature=a&timestamp=1&nonce=2";

    [Fact]
    public void The_same_push_has_the_same_seal()
        => Assert.Equal(Of(Query), Of("nonce=2&timestamp=1&signature=a&openid=o1"));

    [Fact]
    public void Another_body_has_the_same_signature_but_not_the_same_seal()
    {
        Assert.Equal(Of(Query).Signature, Of(Query, "other").Signature);
        Assert.NotEqual(Of(Query).Body, Of(Query, "other").Body);
    }

    [Theory]
    [InlineData("signature=b&timestamp=1&nonce=2")]
    [InlineData("signature=a&timestamp=2&nonce=2")]
    [InlineData("signature=a&timestamp=1&nonce=3")]
    [InlineData("signature=a&timestamp=12&nonce=")]
    [InlineData("signature=a1&timestamp=&nonce=2")]
    public void Another_signature_is_another(string query)
        => Assert.NotEqual(Of(Query).Signature, Of(query).Signature);

    [Fact]
    public void Another_service_has_signatures_of_its_own()
        => Assert.NotEqual(Of(Query).Signature, Of(Query, service: "another").Signature);

    private static PlaintextSeal Of(string query, string body = "{}", string service = "shop")
        => PlaintextSeal.Of(Pushes.Message(body, Pushes.Service(name: service), query));
}
