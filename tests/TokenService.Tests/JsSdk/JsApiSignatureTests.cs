using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.JsSdk;

namespace WxYarpGateway.TokenService.Tests.JsSdk;

public sealed class JsApiSignatureTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_example_of_WeChats_documentation_is_signed_as_printed_there()
    {
        var signed = JsApiSignature.Sign(
            "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg", "Wm3WZYTPz0wzccnW", 1414587457,
                "http://mp.weixin.qq.com?params=value");

        Assert.Equal(new JsApiSignature("Wm3WZYTPz0wzccnW", 1414587457, "0f9de62fce790f9a083d5c99e95740ceb90c27ed"), signed);
    }

    [Theory]
    [InlineData("http://mp.weixin.qq.com?params=value#")]
    [InlineData("http://mp.weixin.qq.com?params=value#/route?x#y")]
    public void A_fragment_does_not_count(string url)
        => Assert.Equal(JsApiSignature.Sign("T", "n", 1, "http://mp.weixin.qq.com?params=value"), JsApiSignature.Sign("T", "n", 1, url));

    [Fact]
    public void Everything_else_does()
    {
        string[] urls = [
            "http://a/?x=%20", "http://a/?x=+", "http://a/?x= ", "http://a", "http://A", "http://a/", "https://a/", "http://a/?你"];

        Assert.Equal(urls.Length, urls.Select(url => JsApiSignature.Sign("T", "n", 1, url).Signature).Distinct().Count());
    }

    [Fact]
    public void A_page_is_signed_now_with_a_random_text()
    {
        var signatures = Enumerable.Range(0, 1000).Select(_ => JsApiSignature.Sign("T", "http://a", _clock)).ToArray();

        Assert.Equal(1000, signatures.Select(signed => signed.NonceStr).Distinct().Count());
        Assert.All(signatures, signed => Assert.Matches("^[0-9A-Za-z]{16}$", signed.NonceStr));
        Assert.All(signatures, signed => Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds(), signed.Timestamp));
        Assert.All(signatures, signed => Assert.Equal(signed, JsApiSignature.Sign("T", signed.NonceStr, signed.Timestamp, "http://a")));
    }
}
