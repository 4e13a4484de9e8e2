using System.Text.Json.Serialization;

namespace WxYarpGateway.TokenService.Codes.QrLogins;

/// <summary>How sign-ins stand in the store.</summary>
[JsonSerializable(typeof(QrLoginAttempt))]
[JsonSerializable(typeof(QrScan))]
internal sealed partial class QrLoginJson : JsonSerializerContext;
