@echo off
rem The executable that ELECTRON_OVERRIDE_DIST_PATH offers in place of Electron's own: starts the host on Node 24.
setlocal
set "node=%~dp0..\..\..\node_modules\node\bin\node.exe"
if not exist "%node%" set "node=node"
if defined ELECTRON_RUN_AS_NODE (
  "%node%" %*
) else (
  "%node%" "%~dp0..\main.ts" %*
)
exit /b %errorlevel%
