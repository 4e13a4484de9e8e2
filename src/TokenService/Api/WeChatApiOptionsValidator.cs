using Microsoft.Extensions.Options;

namespace WxYarpGateway.TokenService.Api;

[OptionsValidator]
internal sealed partial class WeChatApiOptionsValidator : IValidateOptions<WeChatApiOptions>;
