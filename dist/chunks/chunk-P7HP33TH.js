var severities=["error","warning","info"];export{severities};
