using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

public sealed class PlaintextSealTests
{
    private const string Signature = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    private const string Query = $"signature={Signature}&timestamp=1&nonce=2";

    [Fact]
    public void The_same_push_has_the_same_seal()
        => Assert.Equal(Of(Query), Of($"nonce=2&timestamp=1&signature={Signature}&openid=o1"));

    [Fact]
    public void Another_body_has_the_same_signature_but_not_the_same_seal()
    {
        Assert.Equal(Of(Query).Signature, Of(Query, "other").Signature);
        Assert.NotEqual(Of(Query).Body, Of(Query, "other").Body);
    }

    [Theory]
    [InlineData("0a39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("da39a3ee5e6b4b0d3255bfef95601891afd80709")]
    public void Another_signature_is_another(string signature)
        => Assert.NotEqual(Of(Query).Signature, Of($"signature={signature}&timestamp=1&nonce=2").Signature);

    [Fact]
    public void Digits_moved_between_timestamp_and_nonce_make_no_other_signature()
        => Assert.Equal(Of(Query).Signature, Of($"signature={Signature}&timestamp=12&nonce=").Signature);

    [Fact]
    public void Another_service_has_signatures_of_its_own()
        => Assert.NotEqual(Of(Query).Signature, Of(Query, service: "another").Signature);

    private static PlaintextSeal Of(string query, string body = "{}", string service = "shop")
        => PlaintextSeal.Of(Pushes.Message(body, Pushes.Service(name: service), query));
}
