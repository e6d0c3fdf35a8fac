import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** A voice that a machine can speak with. */
export interface Voice {
  /** As the synthesiser knows it. */
  readonly id: string;
  readonly name: string;
  /** A language tag; '' if the voice does not say. */
  readonly language: string;
}

/** A program to run, never by a shell. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a machine has that turns a text into a WAV file. */
export interface Synthesiser {
  readonly name: string;
  /** Prints the voices. */
  readonly list: Command;
  /** Reads what `list` printed. */
  readonly voicesOf: (printed: string) => Voice[];
  /**
   * Speaks a file of text into a file of sound.
   * INVARIANT: no part of the text is in the command: it could be taken for an option.
   */
  readonly speak: (files: { readonly text: string; readonly sound: string }, voice: string) => Command;
}

/** What synthesisers are looked for by. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Where a program lies among the folders of PATH; a relative folder is none that one can trust. */
function onPath(name: string, { env }: Machine): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find((path) => isProgram(path));
}

/** ` 5  en-gb          --/M      English_(Great_Britain) gmw/en               (en 2)` */
const ESPEAK_LINE = /^\s*\d+\s+(\S+)\s+\S+\s+(\S+)\s+\S+/;

function espeak(program: string, name: string): Synthesiser {
  return {
    name,
    list: { program, args: ['--voices'] },
    voicesOf: (printed) => {
      const voices = new Map<string, Voice>();
      for (const line of printed.split(/\r?\n/)) {
        const [, language, title] = ESPEAK_LINE.exec(line) ?? [];
        if (language === undefined || title === undefined || voices.has(language)) continue;
        voices.set(language, { id: language, name: title.replaceAll('_', ' '), language });
      }
      return [...voices.values()];
    },
    speak: ({ text, sound }, voice) => ({
      program,
      // 1: UTF-8.
      args: ['-b', '1', '-v', voice, '-w', sound, '-f', text],
    }),
  };
}

/** `Alex                en_US    # Most people recognize me by my voice.` */
const SAY_LINE = /^(.+?)\s+([a-z]{2,3}[_-][A-Za-z0-9_-]+)\s+#/;

function say(program: string): Synthesiser {
  return {
    name: 'macOS',
    list: { program, args: ['-v', '?'] },
    voicesOf: (printed) =>
      printed.split('\n').flatMap((line) => {
        const [, name, language] = SAY_LINE.exec(line) ?? [];
        return name === undefined || language === undefined
          ? []
          : [{ id: name, name, language: language.replaceAll('_', '-') }];
      }),
    speak: ({ text, sound }, voice) => ({
      program,
      args: ['-v', voice, '-o', sound, '--file-format=WAVE', '--data-format=LEI16@22050', '-f', text],
    }),
  };
}

const LIST_SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
$speech = New-Object System.Speech.Synthesis.SpeechSynthesizer
foreach ($voice in $speech.GetInstalledVoices()) {
  if ($voice.Enabled) { [Console]::Out.WriteLine($voice.VoiceInfo.Culture.Name + "\`t" + $voice.VoiceInfo.Name) }
}`;

const SPEAK_SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
$speech = New-Object System.Speech.Synthesis.SpeechSynthesizer
$speech.SelectVoice($env:ROLECALL_SPEECH_VOICE)
$format = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(22050, 'Sixteen', 'Mono')
$speech.SetOutputToWaveFile($env:ROLECALL_SPEECH_SOUND, $format)
$speech.Speak([IO.File]::ReadAllText($env:ROLECALL_SPEECH_TEXT, [Text.Encoding]::UTF8))
$speech.Dispose()`;

/** A script as it stands would be quoted in three ways, one after the other. */
function encoded(script: string): string[] {
  const base64 = Buffer.from(script, 'utf16le').toString('base64');
  return ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', base64];
}

function powershell(program: string): Synthesiser {
  return {
    name: 'Windows',
    list: { program, args: encoded(LIST_SCRIPT) },
    voicesOf: (printed) =>
      printed.split(/\r?\n/).flatMap((line) => {
        const [language, name] = line.split('\t');
        return language === undefined || name === undefined || name === ''
          ? []
          : [{ id: name, name, language }];
      }),
    speak: ({ text, sound }, voice) => ({
      program,
      args: encoded(SPEAK_SCRIPT),
      env: { ROLECALL_SPEECH_TEXT: text, ROLECALL_SPEECH_SOUND: sound, ROLECALL_SPEECH_VOICE: voice },
    }),
  };
}

/** The synthesiser of a machine; undefined where it has none that is known. */
export function findSynthesiser(machine: Machine): Synthesiser | undefined {
  if (machine.platform === 'win32') {
    const root = machine.env['SystemRoot'] ?? 'C:\\Windows';
    const program = join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
    return isProgram(program) ? powershell(program) : undefined;
  }
  if (machine.platform === 'darwin') {
    const program = '/usr/bin/say';
    return isProgram(program) ? say(program) : undefined;
  }
  const newer = onPath('espeak-ng', machine);
  if (newer !== undefined) return espeak(newer, 'eSpeak NG');
  const older = onPath('espeak', machine);
  return older === undefined ? undefined : espeak(older, 'eSpeak');
}

/** How to get a synthesiser on a machine that has none. */
export function adviceFor({ platform }: Machine): string {
  const otherwise = 'Until then import a recording or record one here.';
  if (platform === 'win32') return `Windows PowerShell with System.Speech is missing. ${otherwise}`;
  if (platform === 'darwin') return `The program "say" of macOS is missing. ${otherwise}`;
  return `Install eSpeak NG (Debian and Ubuntu: sudo apt install espeak-ng), then look again. ${otherwise}`;
}
