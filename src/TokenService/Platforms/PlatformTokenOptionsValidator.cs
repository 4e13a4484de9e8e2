using Microsoft.Extensions.Options;

namespace WxYarpGateway.TokenService.Platforms;

[OptionsValidator]
internal sealed partial class PlatformTokenOptionsValidator : IValidateOptions<PlatformTokenOptions>;
