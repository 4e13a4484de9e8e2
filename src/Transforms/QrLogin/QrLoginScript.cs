namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>The script of the page with the QR code: it asks how the sign-in stands, and goes on when it is confirmed.</summary>
internal static class QrLoginScript
{
    /// <summary>The script; the same for all, so that the page's policy can name its hash.</summary>
    public const string Text =
        """
        (() => {
          const login = encodeURIComponent(document.getElementById('picture').dataset.subject);
          const say = (words, english) => {
            document.getElementById('words').textContent = words;
            document.getElementById('english').textContent = english;
          };
          let pause = 2000;
          const ask = async () => {
            let state = '';
            try {
              const answer = await fetch('wait?login=' + login, { cache: 'no-store' });
              state = answer.ok ? (await answer.json()).state : '';
            } catch { /* The network is away for a moment. */ }
            pause = state ? 2000 : Math.min(pause * 2, 15000);
            if (state === 'confirmed') {
              say('登录成功，正在跳转…', 'Signed in');
              location.replace('finish?login=' + login);
              return;
            }
            if (state === 'over') {
              document.getElementById('picture').remove();
              say('二维码已失效，请刷新页面。', 'The code is no longer valid. Reload the page.');
              return;
            }
            if (state === 'scanned') {
              say('已扫描，请在手机上确认登录。', 'Scanned. Confirm on the phone.');
            }
            setTimeout(ask, pause);
          };
          setTimeout(ask, pause);
        })();
        """;
}
