namespace WxYarpGateway.Console.Languages;

/// <summary>The texts of <c>GatewayTexts.resx</c>.</summary>
internal sealed class GatewayTexts;
