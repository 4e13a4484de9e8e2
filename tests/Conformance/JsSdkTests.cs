using System.Globalization;
using WxYarpGateway.TokenService.JsSdk;

namespace WxYarpGateway.Conformance;

/// <summary>The signatures of the JS-SDK against the known answers of WeChat's documentation and of other libraries.</summary>
public sealed class JsSdkTests
{
    public static TheoryData<string> Pages() => Vector.OfKind("jsapi_signature");

    public static TheoryData<string> Cards() => Vector.OfKind("wx_card_signature");

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_signed_as_others_do(string name)
    {
        var vector = Vector.Named(name);

        Assert.Equal(
            vector.Answer("signature"),
            JsApiSignature.Sign(vector.Input("jsapi_ticket"), vector.Input("noncestr"), Timestamp(vector), vector.Input("url")).Signature);
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void A_card_is_signed_as_others_do(string name)
    {
        var vector = Vector.Named(name);

        Assert.Equal(
            vector.Answer("signature"),
            WxCardSignature.Sign(
                vector.Input("api_ticket"), vector.Input("card_id"), vector.Input("code"), vector.Input("openid"),
                    vector.Input("nonce_str"), Timestamp(vector)).Signature);
    }

    private static long Timestamp(Vector vector) => long.Parse(vector.Input("timestamp"), CultureInfo.InvariantCulture);
}
